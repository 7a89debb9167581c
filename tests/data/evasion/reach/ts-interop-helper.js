"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.who = void 0;
const child_process_1 = __importDefault(require("child_process"));
function who() {
    return child_process_1.default.execSync("id");
}
exports.who = who;
