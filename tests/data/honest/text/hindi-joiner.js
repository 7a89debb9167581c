module.exports = { title: 'क्‍षमा', name: 'श्री‌मान', welcome: 'आपका स्वागत है' };
