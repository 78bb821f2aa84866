// What of WCAG 2.2 AA can be measured in a page as it is shown now. Returns what is wrong, as texts.
const problems = [];
const report = (what, element) => {
  const text = (element.innerText || element.outerHTML).replace(/\s+/g, " ").slice(0, 80);
  problems.push(`${what}: <${element.localName}> ${text}`);
};

// Colours

const colour = (text) => {
  const parts = /^rgba?\(([^)]+)\)$/.exec(text);
  if (!parts) {
    throw new Error("a colour that is not understood: " + text);
  }
  const [r, g, b, a = 1] = parts[1].split(/[\s,/]+/).map(Number);
  return { r, g, b, a };
};
const over = (front, back) => ({
  r: front.r * front.a + back.r * (1 - front.a),
  g: front.g * front.a + back.g * (1 - front.a),
  b: front.b * front.a + back.b * (1 - front.a),
  a: 1,
});
const ground = (element) => {
  if (!element) {
    return { r: 255, g: 255, b: 255, a: 1 };
  }
  const style = getComputedStyle(element);
  if (style.backgroundImage !== "none") {
    report("contrast cannot be measured over a picture", element);
  }
  const own = colour(style.backgroundColor);
  return own.a === 1 ? own : over(own, ground(element.parentElement));
};
const luminance = ({ r, g, b }) => {
  const [x, y, z] = [r, g, b].map((it) =>
    it / 255 <= 0.04045 ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};
const least = (style) => {
  const size = parseFloat(style.fontSize);
  return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
};
const requireContrast = (what, front, back, minimum, element) => {
  const measured = contrast(over(front, back), back);
  if (measured < minimum) {
    report(`${what} has a contrast of ${measured.toFixed(2)}`, element);
  }
};

const visible = (element) => {
  const box = element.getBoundingClientRect();
  return element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.right > 0;
};

const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (texts.currentNode.data.trim() && visible(element) && !element.closest("script, noscript")) {
    const style = getComputedStyle(element);
    requireContrast("text", colour(style.color), ground(element), least(style), element);
  }
}
for (const input of document.querySelectorAll("input:not([type=hidden])")) {
  if (visible(input)) {
    const style = getComputedStyle(input);
    requireContrast("input", colour(style.color), ground(input), 4.5, input);
    if (input.placeholder) {
      const placeholder = getComputedStyle(input, "::placeholder");
      requireContrast("placeholder", colour(placeholder.color), ground(input), 4.5, input);
    }
    if (input.type !== "checkbox") {
      const edge = colour(style.borderTopColor);
      requireContrast("edge", edge, ground(input.parentElement), 3, input);
    }
  }
}

// Structure

if (!document.documentElement.lang || !document.title.trim()) {
  report("no language or title", document.documentElement);
}
const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
const levels = headings.map((it) => Number(it.localName.slice(1)));
if (levels[0] !== 1 || levels.filter((it) => it === 1).length !== 1) {
  report("not one h1, first of all headings", document.querySelector("main"));
}
levels.forEach((level, i) => {
  if (i > 0 && level > levels[i - 1] + 1) {
    report("a heading leaves out a level", headings[i]);
  }
});
if (document.querySelectorAll("main").length !== 1) {
  report("not one main", document.body);
}
const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
ids
  .filter((id, i) => ids.indexOf(id) !== i)
  .forEach((id) => report("an id is there twice", document.getElementById(id)));
for (const name of ["aria-labelledby", "aria-describedby", "for", "form"]) {
  for (const element of document.querySelectorAll(`[${name}]`)) {
    element.getAttribute(name).split(" ").forEach((id) => {
      if (!document.getElementById(id)) {
        report(`${name} leads to nothing`, element);
      }
    });
  }
}
for (const input of document.querySelectorAll("input:not([type=hidden])")) {
  if (![...input.labels].some((it) => it.innerText.trim() || !visible(it))) {
    report("no label", input);
  }
}
for (const picture of document.querySelectorAll("img:not([alt])")) {
  report("no text for a picture", picture);
}
for (const role of document.querySelectorAll("[aria-hidden=true] a, [aria-hidden=true] button")) {
  report("hidden from screen readers, but not from the keyboard", role);
}
for (const element of document.querySelectorAll("[style], style")) {
  report("a style in the page", element);
}

// Size, and focus that can be seen

const frame = document.documentElement;
if (frame.scrollWidth > frame.clientWidth) {
  const widest = [...document.querySelectorAll("body *")].filter(
    (it) => it.getBoundingClientRect().right > frame.clientWidth + 1,
  );
  report(`${frame.scrollWidth} px wide of ${frame.clientWidth}`, widest[0] ?? document.body);
}
for (const element of document.querySelectorAll("a, button, summary, input:not([type=hidden])")) {
  if (!visible(element)) {
    continue;
  }
  const box = (element.closest("label") ?? element).getBoundingClientRect();
  if (box.height < 24 || box.width < 24) {
    report(`${box.width.toFixed(0)} by ${box.height.toFixed(0)} px to press`, element);
  }
  if (!element.disabled) {
    element.focus({ preventScroll: true, focusVisible: true });
    const style = getComputedStyle(element);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
      report("focus cannot be seen", element);
    } else {
      const back = ground(element.parentElement);
      requireContrast("focus", colour(style.outlineColor), back, 3, element);
    }
    element.blur();
  }
}
return problems;
