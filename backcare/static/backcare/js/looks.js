/* How a chart looks: what Chart.js is told of one, and what is drawn beside its lines.
   The shape of a chart stands in charts.js, which is loaded after this. */

(() => {
  "use strict";

  const AXIS_WIDTH = 44; // px, the same for all charts so that their days stand in line
  const MARKS_NAMED = 6; // more marks than this are short lines without words
  const MARK_HEIGHT = 12; // px of such a short line
  const DOT = 2.5; // px, radius
  const LABEL_LEAST = 30; // px that the words for a day or week take up at least
  const HOURS_STEP = 120; // minutes between two lines of an axis in hours
  const BAR_LEAST = 4; // px; half of it stands above the axis, so that zero is no gap

  const inHours = (minutes) =>
    [Math.floor(minutes / 60) && `${Math.floor(minutes / 60)} h`, minutes % 60 && `${minutes % 60} min`]
      .filter(Boolean)
      .join(" ") || "0 h";

  const write = (value, chart) =>
    chart.unit === "hours" ? inHours(value) : `${value.toLocaleString()} ${chart.unit}`;

  const dataset = (series, colour, many) => {
    const tone = colour(`chart-${series.role}`) || colour("chart-text");
    const base = {
      label: series.name,
      data: series.values,
      backgroundColor: tone,
      borderColor: tone,
      pointHitRadius: 12,
      spanGaps: false,
    };
    if (series.kind === "bars") {
      return { ...base, type: "bar", borderRadius: 2, maxBarThickness: 22, minBarLength: BAR_LEAST };
    }
    if (series.kind === "band") {
      const band = colour("chart-band");
      return {
        ...base,
        type: "line",
        backgroundColor: band,
        borderColor: band,
        borderWidth: 1,
        order: 2,
        pointRadius: 0,
      };
    }
    if (series.kind === "line") {
      return { ...base, type: "line", borderWidth: 2.5, pointRadius: many ? 0 : DOT };
    }
    const worst = series.role === "worst";
    return {
      ...base,
      type: "line",
      backgroundColor: worst ? "transparent" : tone,
      borderWidth: 1.5,
      pointRadius: many ? 2 : 3.5,
      pointStyle: worst ? "triangle" : "circle",
      showLine: false,
    };
  };

  /** Words on the ground of the card, in px from the left and the middle, kept inside. */
  const writeAt = (pen, words, left, middle, { area, colour }) => {
    const width = pen.measureText(words).width + 8;
    const from = Math.max(area.left, Math.min(left, area.right - width));
    pen.fillStyle = colour("surface");
    pen.fillRect(from, middle - 7, width, 14);
    pen.fillStyle = colour("chart-text");
    pen.fillText(words, from + 4, middle);
  };

  const rule = (pen, lines, tone, dashes) => {
    pen.beginPath();
    pen.setLineDash(dashes);
    pen.strokeStyle = tone;
    lines.forEach(([from, to]) => {
      pen.moveTo(...from);
      pen.lineTo(...to);
    });
    pen.stroke();
  };

  /** The ground between two lines, gap by gap. */
  const fillBetween = (pen, low, high, { x, y }) => {
    const close = (from, to) => {
      pen.beginPath();
      for (let at = from; at < to; at += 1) pen.lineTo(x.getPixelForValue(at), y.getPixelForValue(high[at]));
      for (let at = to - 1; at >= from; at -= 1) pen.lineTo(x.getPixelForValue(at), y.getPixelForValue(low[at]));
      pen.fill();
    };
    let from = 0;
    for (let at = 0; at <= high.length; at += 1) {
      if (at < high.length && high[at] !== null && low[at] !== null) continue;
      if (at > from) close(from, at);
      from = at + 1;
    }
  };

  /** A day between two gaps has no line: its dot is all there is of it. */
  const dotLonely = (pen, { kind, role, values }, { x, y }, colour) => {
    const gap = (at) => values[at] === null || values[at] === undefined;
    pen.fillStyle = colour(`chart-${role}`);
    values.forEach((value, at) => {
      if (kind !== "line" || gap(at) || !gap(at - 1) || !gap(at + 1)) return;
      pen.beginPath();
      pen.arc(x.getPixelForValue(at), y.getPixelForValue(value), DOT, 0, 2 * Math.PI);
      pen.fill();
    });
  };

  /** What stands beside the lines: the strip, the quartiles, the marks, the goal, lone
      dots. Drawn by hand: over ten years Chart.js and its plugins take longer for these
      than for all the rest. */
  const besides = (chart, colour) => ({
    id: "besides",
    afterDatasetsDraw: ({ ctx, data, scales }) => {
      const there = chart.series.slice(0, data.datasets.length);
      there.forEach((series) => dotLonely(ctx, series, scales, colour));
    },
    beforeDatasetsDraw: ({ chartArea: area, ctx: pen, data, scales: { x, y } }) => {
      if (data.datasets.length < chart.series.length) return;
      const place = { area, colour };
      const named = chart.marks.length <= MARKS_NAMED;
      pen.save();
      pen.font = `11px ${colour("font")}`;
      pen.lineWidth = 1.5;
      pen.textBaseline = "middle";
      if (chart.band) {
        const top = y.getPixelForValue(chart.band.high);
        pen.fillStyle = colour("sunken");
        pen.fillRect(area.left, top, area.width, y.getPixelForValue(chart.band.low) - top);
      }
      const [low, high] = chart.series.filter((series) => series.kind === "band");
      if (high) {
        pen.fillStyle = colour("chart-band");
        fillBetween(pen, low.values, high.values, { x, y });
      }
      const upright = (left) => [
        [left, named ? area.top : area.bottom - MARK_HEIGHT],
        [left, area.bottom],
      ];
      const marks = chart.marks.map(({ index }) => upright(x.getPixelForValue(index)));
      rule(pen, marks, colour("chart-mark"), named ? [2, 3] : []);
      if (chart.goal) {
        const top = y.getPixelForValue(chart.goal.value);
        const level = [
          [area.left, top],
          [area.right, top],
        ];
        rule(pen, [level], colour("chart-goal"), [6, 4]);
        writeAt(pen, chart.goal.label, area.right, top - 9, place);
      }
      (named ? chart.marks : []).forEach(({ index, label }, turn) => {
        const left = x.getPixelForValue(index) - pen.measureText(label).width / 2 - 4;
        writeAt(pen, label, left, area.top + (turn % 2 ? 26 : 9), place);
      });
      pen.restore();
    },
  });

  const legend = (chart, colour) => ({
    align: "start",
    display: chart.series.length > 1,
    labels: {
      boxHeight: 7,
      color: colour("ink"),
      usePointStyle: true,
    },
    onClick: null,
    position: "bottom",
  });

  const tooltip = (chart, colour) => {
    const marks = new Map(chart.marks.map((mark) => [mark.index, mark.label]));
    return {
      backgroundColor: colour("ink"),
      bodyColor: colour("ground"),
      callbacks: {
        afterBody: (items) => (items.length && marks.get(items[0].dataIndex)) || "",
        label: (item) => `${item.dataset.label}: ${write(item.parsed.y, chart)}`,
      },
      displayColors: false,
      footerColor: colour("ground"),
      titleColor: colour("ground"),
    };
  };

  /** Before Chart.js writes and measures the words of 500 weeks to show five of them. */
  const thin = (axis) => {
    const step = Math.ceil(axis.ticks.length / (axis.chart.width / LABEL_LEAST));
    axis.ticks = axis.ticks.filter((_, place) => place % step === 0);
  };

  const steps = (chart) => {
    if (chart.unit === "hours") return { callback: inHours, stepSize: HOURS_STEP };
    // Whole numbers need no rules of a language, which a phone takes long to look up.
    if (chart.max === 10) return { callback: String, maxTicksLimit: 6, precision: 0 };
    return { maxTicksLimit: 6 };
  };

  const axes = (chart, colour) => ({
    x: {
      afterBuildTicks: thin,
      border: { color: colour("chart-grid") },
      grid: { display: false },
      offset: true,
      ticks: { autoSkipPadding: 18, color: colour("chart-text"), maxRotation: 0 },
    },
    y: {
      afterFit: (axis) => {
        axis.width = AXIS_WIDTH;
      },
      border: { display: false },
      grid: { color: colour("chart-grid") },
      max: chart.max === null ? undefined : chart.max,
      min: chart.min === null ? undefined : chart.min,
      suggestedMax: chart.goal ? chart.goal.value * 1.1 : undefined,
      ticks: { color: colour("chart-text"), ...steps(chart) },
    },
  });

  /** What Chart.js is given for the axes of a chart, before any of its lines. */
  const settings = (chart, colour) => ({
    type: "line",
    plugins: [besides(chart, colour)],
    options: {
      animation: false,
      events: ["mousemove", "mouseout", "click", "touchstart"],
      interaction: { axis: "x", intersect: false, mode: "index" },
      maintainAspectRatio: false,
      plugins: {
        legend: legend(chart, colour),
        tooltip: tooltip(chart, colour),
      },
      scales: axes(chart, colour),
    },
  });

  window.backcare = { ...window.backcare, looks: { dataset, settings } };
})();
