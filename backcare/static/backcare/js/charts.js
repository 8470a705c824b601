/* Draws the charts of a page with Chart.js, each when it comes near the window and one a
   frame, so that the page stands first and answers to a tap in between. Chart.js is
   fetched for the first one, from the address in data-library of this script.

   <script type="application/json" id="charts-data"> holds { labels, period, charts: { key: chart } },
   and <div class="chart" data-chart="key"><canvas aria-hidden="true"></canvas></div> a place:

   labels = [text]           one a day or week, the same for all charts of a page
   period = text             the first and the last day, for the picture
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
  if (!source) return;

  const { dataset, settings } = window.backcare.looks;
  const address = document.currentScript.dataset.library;
  const drawn = new Map(); // key -> Chart
  const NEAR = "200px 0px"; // around the window, in which a chart is drawn before it is seen

  let told = null;
  /** The labels and charts of the page, read once and not before one is drawn. */
  const given = () => (told = told || JSON.parse(source.textContent));

  /** The colours of now. Each is kept once read: a chart on paper stays as it began. */
  const style = () => {
    const values = getComputedStyle(document.documentElement);
    const known = {};
    return (name) => (known[name] = known[name] ?? values.getPropertyValue(`--${name}`).trim());
  };

  /** The axes alone: each line of values is a step more, so that none holds up the page. */
  const begin = (place) => {
    const key = place.dataset.chart;
    const { labels, charts } = given();
    const chart = charts[key];
    if (!chart || drawn.has(key) || !place.isConnected) return;
    const colour = style();
    window.Chart.defaults.font.family = colour("font");
    drawn.set(
      key,
      new window.Chart(place.querySelector("canvas"), {
        ...settings(chart, colour),
        data: { labels, datasets: [] },
      }),
    );
  };

  /** One line or set of bars more, until all are there. */
  const add = (place) => {
    const { labels, charts } = given();
    const key = place.dataset.chart;
    const chart = drawn.get(key);
    const series = chart && charts[key].series[chart.data.datasets.length];
    if (!series) return false;
    chart.data.datasets.push(dataset(series, style(), labels.length > 60));
    chart.update("none");
    return true;
  };

  const draw = (place) => {
    begin(place);
    while (add(place));
  };

  const drop = (key) => {
    if (drawn.has(key)) drawn.get(key).destroy();
    drawn.delete(key);
  };

  const places = (root) => [
    ...(root.matches && root.matches("[data-chart]") ? [root] : []),
    ...root.querySelectorAll("[data-chart]"),
  ];

  /* When to draw */

  let fetched = null;

  const library = () => {
    fetched =
      fetched ||
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = resolve;
        script.onerror = () => {
          fetched = null;
          reject(new Error("Chart.js did not come"));
        };
        document.head.append(script);
      });
    return fetched;
  };

  const queue = [];
  let busy = false;

  const next = () => {
    const step = queue.shift();
    busy = Boolean(step);
    if (!step) return;
    soon();
    step();
  };

  /** In a task of its own after the next frame, which is painted in between. */
  const soon = () => requestAnimationFrame(() => setTimeout(next));

  const drawSoon = (place) => {
    const { series } = given().charts[place.dataset.chart];
    queue.push(() => begin(place), ...series.map(() => () => add(place)));
    if (busy) return;
    busy = true;
    // Without it the sentence and the table say the same; the next chart tries again.
    library().then(soon, () => (busy = false));
  };

  const watcher = new IntersectionObserver(
    (seen) =>
      seen
        .filter((entry) => entry.isIntersecting)
        .forEach(({ target }) => {
          watcher.unobserve(target);
          drawSoon(target);
        }),
    { rootMargin: NEAR },
  );

  const redraw = () => {
    places(document)
      .filter((place) => drawn.has(place.dataset.chart))
      .forEach((place) => {
        drop(place.dataset.chart);
        drawSoon(place);
      });
  };

  const save = (key) => {
    draw(places(document).find((place) => place.dataset.chart === key));
    const { canvas } = drawn.get(key);
    const colour = style();
    const ratio = canvas.width / canvas.clientWidth;
    const head = 50 * ratio;
    const picture = document.createElement("canvas");
    picture.width = canvas.width;
    picture.height = canvas.height + head;
    const pen = picture.getContext("2d");
    pen.fillStyle = colour("surface");
    pen.fillRect(0, 0, picture.width, picture.height);
    pen.fillStyle = colour("ink");
    pen.font = `600 ${15 * ratio}px ${colour("font")}`;
    const { charts, period } = given();
    const { title, unit } = charts[key];
    pen.fillText(`${title} (${unit})`, 8 * ratio, 20 * ratio);
    pen.fillStyle = colour("ink-soft");
    pen.font = `${13 * ratio}px ${colour("font")}`;
    pen.fillText(period, 8 * ratio, 40 * ratio);
    pen.drawImage(canvas, 0, head);
    picture.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `backcare-${key}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-png]");
    if (button) library().then(() => save(button.dataset.chartPng), () => {});
  });

  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    if (!event.target.querySelectorAll) return;
    places(event.target).forEach((place) => {
      watcher.unobserve(place);
      drop(place.dataset.chart);
    });
  });
  document.addEventListener("backcare:theme", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  /** Every chart, scrolled to or not, in the colours of the light: paper is white. */
  const drawForPaper = () => {
    if (!window.Chart) return;
    const root = document.documentElement;
    const theme = root.getAttribute("data-theme");
    root.setAttribute("data-theme", "light");
    places(document).forEach((place) => {
      drop(place.dataset.chart);
      draw(place);
    });
    if (theme === null) root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
  };

  window.addEventListener("beforeprint", drawForPaper);
  window.addEventListener("afterprint", redraw);

  places(document).forEach((place) => watcher.observe(place));
})();
