// Lives in a shadow root, as a constructed sheet: the page's own rules
// do not reach it, and a page whose CSP forbids inline styles can still use it.
export const css = `
:host { all: initial !important; position: fixed !important; z-index: 2147483000 !important;
  right: 0 !important; bottom: 0 !important; width: 0 !important; height: 0 !important; display: block !important;
  font-family: system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", sans-serif !important; }
.launcher { position: fixed; right: 24px; right: calc(24px + env(safe-area-inset-right)); bottom: 24px;
  bottom: calc(24px + env(safe-area-inset-bottom)); display: flex; align-items: center; gap: 8px;
  height: 52px; padding: 0 20px 0 16px; border: 0; border-radius: 26px; margin: 0;
  background: #1f5eff; color: #fff; font-family: inherit; font-size: 16px; font-weight: 500; line-height: 1; cursor: pointer;
  box-shadow: 0 6px 20px rgba(20, 50, 140, .32); transition: background .15s, transform .15s; }
.launcher:hover { background: #164bd6; }
.launcher:active { transform: scale(.97); }
.launcher:focus-visible { outline: 3px solid #ffb020; outline-offset: 2px; }
.launcher svg { width: 24px; height: 24px; flex: none; }
.launcher[aria-expanded=true] { width: 52px; padding: 0; justify-content: center; }
.launcher[aria-expanded=true] .label { display: none; }
.badge { position: absolute; top: -6px; right: -2px; min-width: 20px; height: 20px; padding: 0 6px; border-radius: 10px;
  box-sizing: border-box; background: #e5342b; font-size: 12px; line-height: 20px; text-align: center; }
.badge[hidden], .panel[hidden] { display: none; }
.panel { position: fixed; right: 24px; bottom: 88px; width: 384px; height: min(640px, calc(100vh - 112px)); border: 0;
  border-radius: 14px; background: #fff; box-shadow: 0 12px 48px rgba(15, 30, 70, .24); color-scheme: light; }
@media (max-width: 520px), (max-height: 480px) {
  .panel { inset: 0; width: 100%; height: 100%; height: 100dvh; border-radius: 0; }
  .launcher { right: 16px; bottom: calc(16px + env(safe-area-inset-bottom)); }
  .launcher[aria-expanded=true] { display: none; }
}
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } }
@media print { .launcher, .panel { display: none; } }
`;
