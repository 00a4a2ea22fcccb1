import type { Card } from "../../../wire/frames";

type CardKind = Card["kind"];

/** Files, pictures, cards and forms. */
export default {
  attach: "发送图片或文件",
  drop: "松开鼠标，添加到消息里",
  staged: "要发送的文件",
  unstage: (name: string) => `移除 ${name}`,
  uploading: "上传中",
  uploadWait: "上传完成后就可以发送",
  uploadFailed: "上传没有成功",
  uploadNet: "网络不通，请重试",
  uploadSize: "文件不能超过 10 MB",
  uploadMany: (n: number) => `一次最多发送 ${n} 个文件`,
  picture: "图片",
  zoom: (name: string) => `查看大图：${name}`,
  download: "下载原图",

  cards: { order: "订单", goods: "商品" } satisfies Record<CardKind, string>,
};
