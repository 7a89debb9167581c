// No service.yaml and no package.json: a folder with an index file is a service too.
console.log('a lone script');
