/* Draws the charts of a page with Chart.js; needs chart.umd and its annotation plugin.

   <script type="application/json" id="charts-data"> holds { labels, charts: { key: chart } },
   and <div class="chart" data-chart="key"><canvas aria-hidden="true"></canvas></div> a place:

   labels = [text]           one a day or week, the same for all charts of a page
   chart = {
     title, unit,            words, for the picture and the tooltip; the values of "hours"
                             are minutes, written as hours and minutes
     min, max: number|null,  of the value axis; null: as the values are
     series: [{
       name,
       role,                 colour: pain mean worst low high sleep water exercise breaks
       kind,                 "points" | "line" | "bars" | "band" (two in a row: low, high)
       values: [number|null] null is a gap and stays one
     }],
     goal: { value, label } | null,
     band: { low, high, label } | null,
     marks: [{ index, label }]
   }

   Colours are the style sheet's --chart-ROLE. data-chart-png="key" on a button saves a
   picture. The same numbers stand in a table beside; the canvas is hidden from readers. */

(() => {
  "use strict";

  const source = document.getElementById("charts-data");
  if (!source || !window.Chart) return;

  const { labels, charts: all } = JSON.parse(source.textContent);
  const drawn = new Map(); // key -> Chart
  const AXIS_WIDTH = 44; // px, the same for all charts so that their days stand in line
  const MARKS_NAMED = 6; // more marks than this are lines without words
  const HOURS_STEP = 120; // minutes between two lines of an axis in hours

  const inHours = (minutes) =>
    [Math.floor(minutes / 60) && `${Math.floor(minutes / 60)} h`, minutes % 60 && `${minutes % 60} min`]
      .filter(Boolean)
      .join(" ") || "0 h";

  const write = (value, chart) =>
    chart.unit === "hours" ? inHours(value) : `${value.toLocaleString()} ${chart.unit}`;

  const style = () => {
    const values = getComputedStyle(document.documentElement);
    return (name) => values.getPropertyValue(`--${name}`).trim();
  };

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
    if (series.kind === "bars") return { ...base, type: "bar", borderRadius: 2, maxBarThickness: 22 };
    if (series.kind === "band") {
      const band = colour("chart-band");
      return {
        ...base,
        type: "line",
        backgroundColor: band,
        borderColor: band,
        borderWidth: 1,
        fill: series.role === "high" ? "-1" : false,
        order: 2,
        pointRadius: 0,
      };
    }
    if (series.kind === "line") {
      const alone = (point) => {
        const { values } = series;
        const gap = (place) => values[place] === null || values[place] === undefined;
        return gap(point.dataIndex - 1) && gap(point.dataIndex + 1);
      };
      // A day between two gaps has no line: its dot is all there is of it.
      const radius = (point) => (!many || alone(point) ? 2.5 : 0);
      return { ...base, type: "line", borderWidth: 2.5, pointRadius: radius, tension: 0 };
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

  const annotations = (chart, colour) => {
    const label = (content, position) => ({
      backgroundColor: colour("surface"),
      color: colour("chart-text"),
      content,
      display: true,
      font: { size: 11, weight: "normal" },
      padding: { x: 4, y: 1 },
      position,
    });
    const found = {};
    if (chart.band) {
      found.band = {
        type: "box",
        backgroundColor: colour("sunken"),
        borderWidth: 0,
        drawTime: "beforeDatasetsDraw",
        yMax: chart.band.high,
        yMin: chart.band.low,
      };
    }
    if (chart.goal) {
      found.goal = {
        type: "line",
        borderColor: colour("chart-goal"),
        borderDash: [6, 4],
        borderWidth: 1.5,
        drawTime: "beforeDatasetsDraw",
        label: { ...label(chart.goal.label, "end"), drawTime: "beforeDatasetsDraw", yAdjust: -9 },
        value: chart.goal.value,
        scaleID: "y",
      };
    }
    chart.marks.forEach((mark, index) => {
      found[`mark${index}`] = {
        type: "line",
        borderColor: colour("chart-mark"),
        borderDash: [2, 3],
        borderWidth: 1.5,
        drawTime: "beforeDatasetsDraw",
        label: {
          ...label(mark.label, index % 2 ? "80%" : "start"),
          display: chart.marks.length <= MARKS_NAMED,
        },
        scaleID: "x",
        value: mark.index,
      };
    });
    return found;
  };

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

  const axes = (chart, colour) => ({
    x: {
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
      ticks:
        chart.unit === "hours"
          ? { callback: inHours, color: colour("chart-text"), stepSize: HOURS_STEP }
          : { color: colour("chart-text"), maxTicksLimit: 6, precision: chart.max === 10 ? 0 : undefined },
    },
  });

  const draw = (place) => {
    const key = place.dataset.chart;
    const chart = all[key];
    if (!chart) return;
    const colour = style();
    const many = labels.length > 60;
    window.Chart.defaults.font.family = colour("font");
    drawn.set(
      key,
      new window.Chart(place.querySelector("canvas"), {
        type: "line",
        data: {
          labels,
          datasets: chart.series.map((series) => dataset(series, colour, many)),
        },
        options: {
          animation: false,
          events: ["mousemove", "mouseout", "click", "touchstart"],
          interaction: { axis: "x", intersect: false, mode: "index" },
          maintainAspectRatio: false,
          plugins: {
            annotation: { annotations: annotations(chart, colour), animations: false },
            legend: legend(chart, colour),
            tooltip: tooltip(chart, colour),
          },
          scales: axes(chart, colour),
        },
      }),
    );
  };

  const drop = (key) => {
    if (drawn.has(key)) drawn.get(key).destroy();
    drawn.delete(key);
  };

  const places = (root) => [
    ...(root.matches && root.matches("[data-chart]") ? [root] : []),
    ...root.querySelectorAll("[data-chart]"),
  ];

  const redraw = () => {
    places(document).forEach((place) => {
      drop(place.dataset.chart);
      draw(place);
    });
  };

  const save = (key) => {
    const { canvas } = drawn.get(key);
    const colour = style();
    const ratio = canvas.width / canvas.clientWidth;
    const head = 34 * ratio;
    const picture = document.createElement("canvas");
    picture.width = canvas.width;
    picture.height = canvas.height + head;
    const pen = picture.getContext("2d");
    pen.fillStyle = colour("surface");
    pen.fillRect(0, 0, picture.width, picture.height);
    pen.fillStyle = colour("ink");
    pen.font = `600 ${15 * ratio}px ${colour("font")}`;
    const { title, unit } = all[key];
    pen.fillText(`${title} (${unit}), ${labels[0]} – ${labels.at(-1)}`, 8 * ratio, 22 * ratio);
    pen.drawImage(canvas, 0, head);
    picture.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `backcare-${key}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
  };

  document.querySelectorAll("[data-chart-png]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => save(button.dataset.chartPng));
  });

  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    if (event.target.querySelectorAll) places(event.target).forEach((place) => drop(place.dataset.chart));
  });
  document.addEventListener("backcare:theme", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  redraw();
})();
