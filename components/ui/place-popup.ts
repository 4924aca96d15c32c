export type Side = "top" | "bottom" | "right";
export type Align = "start" | "center" | "end";

const GAP_PX = 6;
const EDGE_PX = 8;

/**
 * Puts a shown popover beside its anchor, on the other side where there is no room, always inside the window.
 * Through CSSOM: the content security policy forbids style attributes in HTML, not this.
 */
export function placePopup(popup: HTMLElement, anchor: HTMLElement, side: Side, align: Align): void {
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popup;
  const { clientWidth, clientHeight } = document.documentElement;
  let left = { start: from.left, center: from.left + (from.width - width) / 2, end: from.right - width }[
    align
  ];
  let top = side === "top" ? from.top - height - GAP_PX : from.bottom + GAP_PX;
  if (side === "top" && top < EDGE_PX) top = from.bottom + GAP_PX;
  if (side === "bottom" && top + height > clientHeight - EDGE_PX && from.top - height - GAP_PX > EDGE_PX) {
    top = from.top - height - GAP_PX;
  }
  if (side === "right") {
    left = from.right + GAP_PX;
    top = from.top + (from.height - height) / 2;
  }
  popup.style.left = `${clamp(left, EDGE_PX, clientWidth - width - EDGE_PX)}px`;
  popup.style.top = `${clamp(top, EDGE_PX, clientHeight - height - EDGE_PX)}px`;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}
