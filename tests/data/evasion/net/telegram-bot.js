const T = '0000:example';
require('https').get(`https://api.telegram.org/bot${T}/sendMessage?chat_id=1&text=x`);
