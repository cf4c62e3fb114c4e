/* SPDX-License-Identifier: Apache-2.0 */
/** The figures of the valve for Micrometer. */
package dev.spillway.micrometer;
