import { connect } from 'react-redux';
import { call, fork, takeEvery } from 'redux-saga/effects';
const fetchUser = (api, id) => api.get(`/users/${id}`);
function* load(action) { yield call(fetchUser, action.api, action.id); }
export function* root() { yield fork(function* () { yield takeEvery('LOAD', load); }); }
export default connect((s) => ({ user: s.user }))(({ user }) => <b>{user.name}</b>);
