package dev.sluice.camel;

import dev.sluice.allowance.Amount;
import dev.sluice.prompt.Prompt;

/**
 * What a prompt needs of its user's allowance. Immutable.
 *
 * @param job its job
 * @param index its position in the file
 * @param user its user
 * @param amount the most that it uses
 * @param model its model
 * @param counted its tokens as Sluice counts them, 0 where the provider counts none
 */
record Wanted(long job, long index, String user, Amount amount, String model, int counted) {
    /** Returns what a prompt needs. */
    static Wanted of(Prompt prompt, Amount most) {
        return new Wanted(prompt.job(), prompt.index(), prompt.user(), most, prompt.model(), MostUse.counted(prompt));
    }

    Wanted plus(Amount more) {
        return new Wanted(job, index, user, amount.plus(more), model, counted);
    }
}
