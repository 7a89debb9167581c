const escape = { '\\': '\\', "'": "'", '\n': 'n', '\r': 'r', '\u2028': 'u2028', '\u2029': 'u2029' };
module.exports = function template(text, settings = {}) {
  const matcher = settings.matcher || /<%-([\s\S]+?)%>|<%=([\s\S]+?)%>|<%([\s\S]+?)%>|$/g;
  let index = 0, source = "__p+='";
  text.replace(matcher, (match, esc, interpolate, evaluate, offset) => {
    source += text.slice(index, offset).replace(/\\|'|\r|\n|\u2028|\u2029/g, (c) => '\\' + escape[c]);
    index = offset + match.length;
    if (esc) source += `'+\n((__t=(${esc}))==null?'':_.escape(__t))+\n'`;
    else if (interpolate) source += `'+\n((__t=(${interpolate}))==null?'':__t)+\n'`;
    else if (evaluate) source += `';\n${evaluate}\n__p+='`;
    return match;
  });
  source = `let __t,__p='';with(obj||{}){${source}';}\nreturn __p;`;
  const render = new Function(settings.variable || 'obj', '_', source);
  return (data) => render.call(this, data, { escape: (s) => String(s).replace(/&/g, '&amp;').replace(/</g, '&lt;') });
};
