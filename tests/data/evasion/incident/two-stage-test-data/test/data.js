module.exports = ['63727970746f', '00112233445566778899aabbccddeeff'];
