/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.api;

/** What a manager says to the wish for one more download: a {@link Place}, at once or in the queue, or a {@link Refusal}. */
public sealed interface AdmitAnswer permits Place, Refusal {}
