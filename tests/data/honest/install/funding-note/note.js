if (!process.env.ADBLOCK && !process.env.CI) console.log('Thank you for using polite.');
