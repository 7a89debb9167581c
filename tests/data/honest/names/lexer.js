const isDigit = (c) => c >= 48 && c <= 57;
const isWord = (c) => (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
module.exports = function* lex(text) {
  let i = 0;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    let j = i + 1;
    if (isDigit(c)) { while (isDigit(text.charCodeAt(j))) j++; yield { type: 'number', value: Number(text.slice(i, j)) }; }
    else if (isWord(c)) { while (isWord(text.charCodeAt(j))) j++; yield { type: 'word', value: text.slice(i, j) }; }
    else if (c === 92) yield { type: 'escape', value: String.fromCharCode(text.charCodeAt(j++)) };
    else if (c > 32) yield { type: 'punct', value: text[i] };
    i = j;
  }
};
