/** Questions while typing. */
export default {};
