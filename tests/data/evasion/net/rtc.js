const pc = new RTCPeerConnection({ iceServers: [{ urls: 'stun:example.invalid:3478' }] });
pc.createDataChannel('x');
