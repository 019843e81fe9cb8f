// Teaches the network what code looks like. `npm run fit:network` compiles and starts it:
//   train FOLDER WORDS STEPS [on]        reads FOLDER/taught.bin and held-out.bin, writes FOLDER/weights.bin; goes on
//                                        from FOLDER/known.bin where that is said
//   train --check                        holds the gradients against differences, and looks at what Muon makes of a matrix
// The files hold classes of tokens as 16-bit numbers, the weights 32-bit numbers in the order of `Layout`. The rate is
// held for a third of the steps and falls from then on.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include "optimizer.h"
#include "transformer.h"

typedef std::vector<uint16_t> Tokens;

constexpr int SHARED_CLASSES = 2048, SEQUENCES_A_STEP = 8, WARM_UP_STEPS = 300, STEPS_A_REPORT = 500;
constexpr float RATE = 0.003f, RATE_ON = 0.002f, LEAST_RATE = 0.02f, HELD = 0.3f;

[[noreturn]] static void fail(const std::string& reason) {
  fprintf(stderr, "%s\n", reason.c_str());
  exit(1);
}

template <typename Number>
static std::vector<Number> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) fail(path + " cannot be read.");
  std::vector<Number> numbers((size_t)file.tellg() / sizeof(Number));
  file.seekg(0);
  file.read((char*)numbers.data(), numbers.size() * sizeof(Number));
  return numbers;
}

static void fill(float* w, size_t at, size_t count, float mean, float deviation, std::mt19937& random) {
  std::normal_distribution<float> normal(0, 1);
  for (size_t i = 0; i < count; i++) w[at + i] = mean + deviation * normal(random);
}

/** Weights to begin with. Half of the heads look near, the others far. */
static void begin(float* w, const Layout& layout, std::mt19937& random) {
  const float even = 1 / sqrtf(WIDTH);
  fill(w, layout.embedding, (size_t)layout.classes * WIDTH, 0, 0.04f, random);
  for (size_t gain : {layout.first_gain, layout.last_gain}) fill(w, gain, WIDTH, 1, 0, random);
  for (const Layer& layer : layout.layers) {
    for (size_t gain : {layer.input_gain, layer.inner_gain}) fill(w, gain, WIDTH, 1, 0, random);
    fill(w, layer.project, WIDTH * 3 * WIDTH, 0, even, random);
    fill(w, layer.gather, WIDTH * WIDTH, 0, 0.5f * even, random);
    fill(w, layer.widen, WIDTH * INNER, 0, even, random);
    fill(w, layer.narrow, INNER * WIDTH, 0, 0.3f / sqrtf(INNER), random);
    // At first a token's queries, keys and values are its own.
    for (int i = 0; i < 3 * WIDTH; i++) w[layer.mix + i] = 1;
    for (int head = 0; head < HEADS; head++)
      for (int i = 0; i < WINDOW; i++) w[layer.distances + head * WINDOW + i] = -i * 0.25f * powf(0.5f, 8.f * head / HEADS + 1);
  }
}

/** Gives out places of sequences: all of them in another order each time. */
class Places {
 public:
  Places(size_t tokens, std::mt19937& random) : tokens(tokens), random(random) {}

  size_t next() {
    if (left.empty()) {
      for (size_t at = random() % LENGTH; at + LENGTH < tokens; at += LENGTH) left.push_back(at);
      std::shuffle(left.begin(), left.end(), random);
    }
    const size_t at = left.back();
    left.pop_back();
    return at;
  }

 private:
  size_t tokens;
  std::mt19937& random;
  std::vector<size_t> left;
};

/** @param most the rate once it is warm */
static float rate_at(int step, int steps, float most) {
  const float done = (float)step / steps;
  const float falling = done < HELD ? 1 : std::max(LEAST_RATE, (1 - done) / (1 - HELD));
  return most * std::min(1.f, (step + 1.f) / WARM_UP_STEPS) * falling;
}

/** Prints bits a token of up to 200 sequences, of all and of those with a class of their own. */
static void report(const float* w, const Tokens& tokens, std::vector<Transformer>& threads, int words) {
  const int sequences = std::min<size_t>(200, tokens.size() / (LENGTH + 1));
  double all = 0, own = 0;
  int own_count = 0;
#pragma omp parallel reduction(+ : all, own, own_count)
  {
    begin_thread();
    Transformer& thread = threads[omp_get_thread_num()];
#pragma omp for schedule(dynamic)
    for (int s = 0; s < sequences; s++) {
      const uint16_t* sequence = tokens.data() + s * (tokens.size() / sequences);
      thread.forward(w, sequence);
      all += thread.loss(w, sequence + 1, nullptr, 1, words, &own, &own_count);
    }
  }
  printf("held out: %.3f bits a token, %.3f where it has a class of its own\n", all / sequences / LENGTH / M_LN2, own / own_count / M_LN2);
  fflush(stdout);
}

static void train(const std::string& folder, const Tokens& taught, const Tokens& held_out, int words, int steps, bool goes_on, int thread_count) {
  const Layout layout(words + SHARED_CLASSES);
  // Who goes on shall not read the same places first once more.
  std::mt19937 random(goes_on ? std::random_device{}() : 1);
  float* w = numbers(layout.size);
  begin(w, layout, random);
  if (goes_on) {
    const std::vector<float> known = read<float>(folder + "/known.bin");
    if (known.size() != layout.size) fail("known.bin has not as many weights as the network.");
    std::copy(known.begin(), known.end(), w);
  }
  const float most_rate = goes_on ? RATE_ON : RATE;
  std::vector<Transformer> threads;
  threads.reserve(thread_count);
  for (int i = 0; i < thread_count; i++) threads.emplace_back(layout);
  std::vector<float*> blames;
  for (int i = 0; i < thread_count; i++) blames.push_back(numbers(layout.size));
  Optimizer optimizer(layout, thread_count);
  Places places(taught.size(), random);
  const auto start = std::chrono::steady_clock::now();
  double nats = 0, ignored = 0;
  for (int step = 0; step < steps; step++) {
    size_t batch[SEQUENCES_A_STEP];
    for (size_t& place : batch) place = places.next();
#pragma omp parallel reduction(+ : nats)
    {
      begin_thread();
      Transformer& thread = threads[omp_get_thread_num()];
      float* d = blames[omp_get_thread_num()];
      memset(d, 0, layout.size * 4);
      int none = 0;
#pragma omp for schedule(dynamic)
      for (int s = 0; s < SEQUENCES_A_STEP; s++) {
        const uint16_t* sequence = taught.data() + batch[s];
        double own = 0;
        thread.forward(w, sequence);
        nats += thread.loss(w, sequence + 1, d, 1.f / (SEQUENCES_A_STEP * LENGTH), 0, &own, &none);
        thread.backward(w, sequence, d);
      }
    }
    for (int i = 1; i < thread_count; i++)
      for (size_t k = 0; k < layout.size; k++) blames[0][k] += blames[i][k];
    optimizer.step(w, blames[0], rate_at(step, steps, most_rate));
    if ((step + 1) % STEPS_A_REPORT == 0 || step + 1 == steps) {
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      printf("step %d of %d after %.0f s: %.3f bits a token lately\n", step + 1, steps, seconds, (nats - ignored) / ((step % STEPS_A_REPORT) + 1) / SEQUENCES_A_STEP / LENGTH / M_LN2);
      ignored = nats;
      report(w, held_out, threads, words);
      std::ofstream(folder + "/weights.bin", std::ios::binary).write((const char*)w, layout.size * 4);
    }
  }
}

/** Rows of what should be orthogonal have lengths near 1, and as good as nothing in common. */
static bool check_orthogonal(std::mt19937& random) {
  const Block block = {0, INNER, WIDTH, WIDTH};
  float* weights = numbers(INNER * WIDTH);
  fill(weights, 0, INNER * WIDTH, 0, 1, random);
  const float* made = Orthogonal().of(block, weights);
  float shortest = 1e9f, longest = 0, common = 0;
  for (int i = 0; i < WIDTH; i++) {
    for (int k = 0; k <= i; k++) {
      float product = 0;
      for (int at = 0; at < INNER; at++) product += made[i * INNER + at] * made[k * INNER + at];
      if (k < i) common = std::max(common, fabsf(product));
      else shortest = std::min(shortest, sqrtf(product)), longest = std::max(longest, sqrtf(product));
    }
  }
  printf("orthogonal: lengths from %.2f to %.2f, in common %.2f\n", shortest, longest, common);
  return shortest > 0.6f && longest < 1.25f && common < 0.25f;
}

/** Moves each part of the weights a little along its gradient; the loss must change as foretold, but for the rounding of 16-bit products. */
static int check() {
  const int words = 2048;
  const Layout layout(words + SHARED_CLASSES);
  std::mt19937 random(2);
  float *w = numbers(layout.size), *d = numbers(layout.size);
  begin(w, layout, random);
  for (size_t i = 0; i < layout.size; i++) w[i] += 0.05f * std::normal_distribution<float>(0, 1)(random);
  Tokens tokens(LENGTH + 1);
  for (int t = 0; t <= LENGTH; t++) tokens[t] = t < 500 ? random() % layout.classes : tokens[t - 300];
  Transformer transformer(layout);
  const auto loss = [&](float* gradients) {
    double own = 0;
    int none = 0;
    transformer.forward(w, tokens.data());
    return transformer.loss(w, tokens.data() + 1, gradients, 1, 0, &own, &none);
  };
  begin_thread();
  loss(d);
  transformer.backward(w, tokens.data(), d);
  std::vector<std::pair<const char*, std::pair<size_t, size_t>>> parts = {
      {"embedding", {layout.embedding, layout.output_bias}}, {"output bias", {layout.output_bias, layout.first_gain}}, {"last gain", {layout.last_gain, layout.layers[0].input_gain}}};
  for (const Layer& l : layout.layers) {
    const size_t ends[] = {l.input_gain, l.project, l.mix, l.distances, l.gather, l.inner_gain, l.widen, l.widen_bias, l.narrow, l.narrow + INNER * WIDTH};
    const char* names[] = {"input gain", "project", "mix", "distances", "gather", "inner gain", "widen", "widen bias", "narrow"};
    for (int i = 0; i < 9; i++) parts.push_back({names[i], {ends[i], ends[i + 1]}});
  }
  int wrong = check_orthogonal(random) ? 0 : 1;
  for (const auto& [name, range] : parts) {
    const auto [from, to] = range;
    double squares = 0;
    for (size_t i = from; i < to; i++) squares += d[i] * d[i];
    const double size = sqrt(squares), step = 3 / size;
    const std::vector<float> before(w + from, w + to);
    const auto move = [&](double by) {
      for (size_t i = from; i < to; i++) w[i] = before[i - from] + by * d[i] / size;
      return loss(nullptr);
    };
    const double ratio = (move(step) - move(-step)) / 2 / step / size;
    std::copy(before.begin(), before.end(), w + from);
    printf("%-12s %.3f\n", name, ratio);
    if (fabs(ratio - 1) > 0.12) wrong++;
  }
  printf(wrong ? "%d parts are wrong\n" : "all gradients are right\n", wrong);
  return wrong > 0;
}

int main(int count, char** words) {
  begin_process();
  if (count == 2 && std::string(words[1]) == "--check") return check();
  if (count < 4) {
    fprintf(stderr, "usage: train FOLDER WORDS STEPS [on], or train --check\n");
    return 2;
  }
  const std::string folder = words[1];
  const bool goes_on = count > 4 && std::string(words[4]) == "on";
  train(folder, read<uint16_t>(folder + "/taught.bin"), read<uint16_t>(folder + "/held-out.bin"), atoi(words[2]), atoi(words[3]), goes_on, omp_get_max_threads());
}
