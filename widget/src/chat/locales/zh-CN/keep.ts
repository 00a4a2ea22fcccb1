/** What is kept in the browser until it is sent. */
export default {};
