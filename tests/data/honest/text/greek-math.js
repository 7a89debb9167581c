const Δt = 0.01;
const σ = 10, ρ = 28, β = 8 / 3;
exports.step = ([x, y, z]) => [x + Δt * σ * (y - x), y + Δt * (x * (ρ - z) - y), z + Δt * (x * y - β * z)];
