/** What each user may use in a day, a week, a month: the rules, and the budgets that hold them. */
@NullMarked
package dev.sluice.allowance;

import org.jspecify.annotations.NullMarked;
