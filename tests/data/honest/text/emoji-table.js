module.exports = {
  family: '👨‍👩‍👧‍👦',
  heart: '❤️',
  flag: '🏳️‍🌈',
  wave: '👋🏽',
  technologist: '👩🏿‍💻',
  keycap: '1️⃣',
  scotland: '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
};
