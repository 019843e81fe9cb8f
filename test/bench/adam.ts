/** Adam over some weights (Kingma and Ba, https://arxiv.org/abs/1412.6980). What the gradient is, is its users' to add up. */
export class Adam {
  readonly weights: Float64Array;
  /** Added up since the last step, upwards: what raises a weight is above 0. */
  readonly gradient: Float64Array;
  readonly #means: Float64Array;
  readonly #squares: Float64Array;
  readonly #decay: number;
  readonly #decaying: number;
  #steps = 0;

  /** @param weights learnt in place @param decay of itself added to the gradient of a weight, downwards @param decaying so many weights do, the first */
  constructor(weights: Float64Array, decay = 0, decaying = 0) {
    this.weights = weights;
    this.gradient = new Float64Array(weights.length);
    this.#means = new Float64Array(weights.length);
    this.#squares = new Float64Array(weights.length);
    this.#decay = decay;
    this.#decaying = decaying;
  }

  /** @param count of what was added up */
  step(rate: number, count: number): void {
    this.#steps++;
    const young = 1 - MEAN_MEMORY ** this.#steps;
    const youngSquares = 1 - SQUARE_MEMORY ** this.#steps;
    for (const [at, weight] of this.weights.entries()) {
      const decayed = at < this.#decaying ? this.#decay * weight : 0;
      const gradient = (this.gradient[at] ?? 0) / count - decayed;
      const mean = MEAN_MEMORY * (this.#means[at] ?? 0) + (1 - MEAN_MEMORY) * gradient;
      const square = SQUARE_MEMORY * (this.#squares[at] ?? 0) + (1 - SQUARE_MEMORY) * gradient * gradient;
      this.#means[at] = mean;
      this.#squares[at] = square;
      this.weights[at] = weight + (rate * (mean / young)) / (Math.sqrt(square / youngSquares) + LEAST_SIZE);
    }
    this.gradient.fill(0);
  }
}

const MEAN_MEMORY = 0.9;
const SQUARE_MEMORY = 0.99;
/** Keeps steps of what hardly ever comes short. */
const LEAST_SIZE = 1e-5;
