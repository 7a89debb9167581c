const puppeteer = require('puppeteer');
module.exports = async (url) => {
  const browser = await puppeteer.launch();
  const page = await browser.newPage();
  await page.goto(url);
  const title = await page.evaluate(() => document.title);
  await browser.close();
  return title;
};
