module.exports = {
  meta: { type: 'problem', docs: { description: 'disallow eval and dynamic require' }, schema: [] },
  create(context) {
    return {
      CallExpression(node) {
        if (node.callee.name === 'eval') context.report({ node, message: 'eval can be harmful' });
        if (node.callee.name === 'require' && node.arguments[0].type !== 'Literal') context.report({ node, message: 'no dynamic require' });
      },
      'MemberExpression[object.name="process"][property.name="env"]'(node) { context.report({ node, message: 'use the settings' }); },
    };
  },
};
