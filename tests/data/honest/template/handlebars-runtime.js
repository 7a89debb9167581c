(function () {
  var template = Handlebars.template, templates = (Handlebars.templates = Handlebars.templates || {});
  templates['item'] = template({ compiler: [8, '>= 4.3.0'], main: function (container, depth0, helpers, partials, data) {
    var helper, lookupProperty = container.lookupProperty || function (parent, propertyName) {
      if (Object.prototype.hasOwnProperty.call(parent, propertyName)) return parent[propertyName];
      return undefined;
    };
    return '<li>' + container.escapeExpression(((helper = (helper = lookupProperty(helpers, 'title') || (depth0 != null ? lookupProperty(depth0, 'title') : depth0)) != null ? helper : container.hooks.helperMissing), typeof helper === 'function' ? helper.call(depth0, { name: 'title', data: data }) : helper)) + '</li>';
  }, useData: true });
})();
