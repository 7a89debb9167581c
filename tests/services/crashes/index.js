'use strict';

// An ordinary bug: an uncaught exception, exit status 1.
function total(order) {
	return order.items.reduce((sum, item) => sum + item.price, 0);
}

console.log('pricing the order');
console.log(total({ id: 7 }));
