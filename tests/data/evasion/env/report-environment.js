const report = process.report.getReport();
module.exports = report.environmentVariables;
