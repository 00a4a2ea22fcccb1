import { pick } from "../locale";

// The words of one's own profile.
const zh = {
  own: (name: string) => `${name}，我的资料`,
  hint: "头像会显示给客户和同事。没有头像时显示名字里的一个字。",
  kinds: "PNG、JPG、WebP 图片，不超过 10 MB，会裁成正方形。",
  set: "上传头像",
  change: "更换头像",
  remove: "移除头像",
  removeAsk: "移除头像？客户和同事看到的会变成名字里的一个字。",
  removed: "头像已移除",
  done: "头像已更新，客户马上就能看到",
  large: "图片不能超过 10 MB，请换一张小一点的",
};

const en: typeof zh = {
  own: (name) => `${name}, my profile`,
  hint: "Customers and colleagues see your picture. Without one they see a letter of your name.",
  kinds: "PNG, JPG or WebP up to 10 MB; it is cut to a square.",
  set: "Upload a picture",
  change: "Change the picture",
  remove: "Remove the picture",
  removeAsk: "Remove the picture? Customers and colleagues will see a letter of your name.",
  removed: "The picture is removed",
  done: "The picture is changed; customers see it at once",
  large: "A picture may have 10 MB at most; please choose a smaller one",
};

export const words = pick(zh, en);
