const make = Reflect.construct(Function, ['return 1']);
console.log(make());
