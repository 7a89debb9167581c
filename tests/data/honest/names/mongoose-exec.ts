import { Schema, model } from 'mongoose';
const User = model('User', new Schema({ name: String, age: Number }));
export const adults = () => User.find({ age: { $gte: 18 } }).lean().exec();
