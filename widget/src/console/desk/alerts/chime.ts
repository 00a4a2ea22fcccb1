import type { AlertKind } from "../settings";

/** The tones of each kind: frequencies in hertz, one after the other. Graver things sound lower and longer. */
const tunes: Record<AlertKind, readonly number[]> = {
  offer: [660, 880, 1046],
  message: [880],
  soon: [740, 740],
  broken: [440, 330, 440],
  mention: [784, 988],
  whisper: [523, 659],
  assigned: [660, 880],
  taken: [659, 523],
};

/** Length of one tone and the distance to the next, in seconds. */
const [tone, step] = [0.16, 0.19];

/**
 * Sounds made by the browser itself, without a file. A browser is silent until
 * its reader has touched the page: what is to sound before that is not heard.
 */
export class Chime {
  private context: AudioContext | undefined;

  /** volume is 0 to 100. Never throws: a machine without sound is no failure. */
  play(kind: AlertKind, volume: number): void {
    if (volume <= 0 || typeof AudioContext === "undefined") return;
    try {
      this.context ??= new AudioContext();
      const { context } = this;
      void context.resume().catch(() => undefined);
      tunes[kind].forEach((frequency, i) => ring(context, frequency, context.currentTime + i * step, (volume / 100) * 0.4));
    } catch {
      this.context = undefined; // as where too many contexts are open; the next sound tries again
    }
  }

  close(): void {
    void this.context?.close().catch(() => undefined);
    this.context = undefined;
  }
}

function ring(context: AudioContext, frequency: number, at: number, loudness: number): void {
  const [source, gain] = [context.createOscillator(), context.createGain()];
  source.frequency.value = frequency;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + tone);
  source.connect(gain).connect(context.destination);
  source.start(at);
  source.stop(at + tone);
}
