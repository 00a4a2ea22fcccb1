/** What is shown before anything is said, and announcements. */
export default {
  welcome: "您好，请问有什么可以帮您？",
  hot: "大家常问",
};
