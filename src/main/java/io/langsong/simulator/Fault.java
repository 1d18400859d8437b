package io.langsong.simulator;

/**
 * One fault at work on one device. Two with equal content are still two, so it is no record.
 */
final class Fault {
    final FaultKind kind;
    /** Place of its entry in the scenario, from 1. */
    final int entry;
    /** Probability of loss each way, 0 to 1. */
    final double loss;

    final int delayMillis;

    Fault(FaultKind kind, int entry, double loss, int delayMillis) {
        this.kind = kind;
        this.entry = entry;
        this.loss = loss;
        this.delayMillis = delayMillis;
    }
}
