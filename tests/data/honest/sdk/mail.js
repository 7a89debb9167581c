const nodemailer = require('nodemailer');
const transport = nodemailer.createTransport({
  host: process.env.SMTP_HOST,
  port: 587,
  auth: { user: process.env.SMTP_USER, pass: process.env.SMTP_PASSWORD },
});
module.exports = (to, subject, text) => transport.sendMail({ from: 'noreply@example.com', to, subject, text });
