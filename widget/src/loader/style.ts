// Lives in a shadow root: the page's own rules do not reach it. What the shop
// chooses comes as custom properties of the host, which no reset takes away.
// Old browsers skip what they do not know: each such line has one before it.
export const css = `
:host { --x: 24px; --y: 24px; --z: 2147483000; all: initial!important; position: fixed!important; z-index: var(--z)!important; direction: ltr!important;
  font: 500 16px/1 system-ui, sans-serif!important; }
button, iframe { position: fixed; right: calc(var(--x) + env(safe-area-inset-right)); margin: 0; border: 0; box-shadow: 0 6px 28px rgba(20, 40, 90, .3); }
.left { right: auto; left: calc(var(--x) + env(safe-area-inset-left)); }
button { z-index: 1; bottom: calc(var(--y) + env(safe-area-inset-bottom)); display: flex; align-items: center;
  height: 52px; min-width: 52px; padding: 0 14px; border-radius: 26px; background: var(--c); color: var(--t); font: inherit; cursor: pointer; }
button:hover { filter: brightness(.92); }
button:focus-visible { outline: 3px solid #ffb020; outline-offset: 2px; }
svg, img { width: 24px; height: 24px; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
span { padding: 0 6px 0 8px; }
b { position: absolute; top: -6px; right: -2px; min-width: 8px; padding: 0 6px; border-radius: 10px; background: #d92d20; color: #fff; font: 12px/20px system-ui; text-align: center; }
[hidden] { display: none; }
iframe { bottom: calc(var(--y) + env(safe-area-inset-bottom) + 64px); width: 384px; height: 640px; max-height: calc(100vh - var(--y) - 88px);
  border-radius: 14px; background: Canvas; }
@media (max-width: 520px), (max-height: 480px) {
  :host { --x: 16px; --y: 16px; }
  iframe[class] { left: 0; top: 0; width: 100%; height: 100%; height: 100dvh; max-height: none; border-radius: 0; }
  .off { display: none; }
}
@media print { button, iframe { display: none; } }
`;
