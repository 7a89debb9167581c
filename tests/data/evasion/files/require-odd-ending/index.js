require('./theme.scss');
