// Prints a signed identity for a customer of a shop, as the shop's server hands
// it to the page: node identity.js jwt xk10001 张伟
// YIWEN_KEY is what "yiwen identity-key" printed, YIWEN_SITE the site's id.
"use strict";
const { createHmac } = require("node:crypto");

const base64url = (text) => Buffer.from(text, "utf8").toString("base64url");

/** Signs what the shop says of its customer. More may be said: see docs/embed.md. */
function jwt(key, site, user, name) {
  const claims = { sub: user, aud: site, exp: Math.floor(Date.now() / 1000) + 3600, ...(name && { name }) };
  const signed = `${base64url(JSON.stringify({ alg: "HS256", typ: "JWT" }))}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

/** Signs a customer's id and nothing else. */
function simple(key, user) {
  return `hmac:${base64url(user)}:${createHmac("sha256", key).update(user, "utf8").digest("hex")}`;
}

function identity(form, key, site, user, name) {
  if (!key) throw new Error("YIWEN_KEY is not set");
  // A longer "id" could be made to be the claims of a JWT.
  const length = [...user].length;
  if (length < 1 || length > 64) throw new Error("an id has 1 to 64 characters");
  if (form === "jwt") return jwt(key, site, user, name);
  if (form === "hmac") return simple(key, user);
  throw new Error(`${form} is neither jwt nor hmac`);
}

try {
  const [form = "", user = "", name = ""] = process.argv.slice(2);
  console.log(identity(form, process.env.YIWEN_KEY, process.env.YIWEN_SITE || "default", user, name));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
