/** Puts the dashboard on its page. */
import { render } from 'preact';
import { Dashboard } from './dashboard.tsx';

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no place for the dashboard.');
render(<Dashboard />, root);
