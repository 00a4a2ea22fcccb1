import { expect, test } from "vitest";
import { unreadable, unstyled } from "./old.ts";

test.each([
  ["a?.b", 1], ["a ?? b", 1], ["class A { b = 1 }", 1], ["class A { #b() {} }", 1], ["1_000", 1], ["1n", 1], ["a ||= b", 1],
  ["/(?<=a)b/", 1], ["/(?<year>a)b/", 0], ["/a/v", 1], ["import('./x')", 0], ["import.meta.url", 0], ["async () => { await 1 }", 0],
  ["const {a, ...b} = c", 0], ["try { a() } catch { b() }", 0], ["export * as a from 'b'", 1], ["a b", 1],
  ["structuredClone(a)", 1], ["typeof structuredClone=='function' ? structuredClone(a) : b", 0], ["a.showModal()", 1],
  ["a.showModal ? a.showModal() : b()", 0], ["if (a.showModal) a.showModal()", 0], ["'locks' in navigator && navigator.locks.request()", 0],
  ["navigator.locks.request()", 1], ["new ResizeObserver(f)", 1], ["({showModal() {}, locks: 1})", 0], ["a.at(-1)", 0],
])("script %j has %i faults", (code, faults) => expect(unreadable(code)).toHaveLength(faults));

test.each([
  ["a{height:100dvh}", 1], ["a{height:100%;height:100dvh}", 0], ["a{width:min(1px,2px)}", 1], ["a{inset:0}", 1], ["a:has(b){color:red}", 1],
  ["a{color:red}@media(min-width:1px){a{width:1px;width:max(1px,2px)}}", 0], ["a{--x:min(1px,2px)}", 0],
])("style %j has %i faults", (css, faults) => expect(unstyled(css)).toHaveLength(faults));
