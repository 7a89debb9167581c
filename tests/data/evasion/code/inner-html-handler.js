document.body.innerHTML += '<img src="x" onerror="window.x = 1">';
