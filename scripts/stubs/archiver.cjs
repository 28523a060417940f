module.exports = () => {
  throw new Error('file assets are not supported');
};
