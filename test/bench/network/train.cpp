// Teaches the network what code looks like. `npm run fit:network` compiles and starts it:
//   train FOLDER WORDS STEPS [on]        reads FOLDER/taught.bin, held-out.bin and signs.bin, writes FOLDER/weights.bin;
//                                        goes on from FOLDER/known.bin where that is said, and writes what it makes of it
//                                        first (start.bin): a network of fewer layers gets those that it lacks
//   train --check                        holds the gradients against differences, and looks at what Muon makes of a matrix
// The files hold classes of tokens as 16-bit numbers (of signs: the marks of a file and its name, and all line breaks), the weights 32-bit numbers in the order of `Layout`. The rate is
// held for a third of the steps and falls from then on.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include "lessons.h"
#include "optimizer.h"
#include "scored.h"
#include "transformer.h"

constexpr int SHARED_CLASSES = 2048, SEQUENCES_A_STEP = 8, WARM_UP_STEPS = 300, STEPS_A_REPORT = 1000;
constexpr float RATE = 0.003f, RATE_ON = 0.0015f, LEAST_RATE = 0.02f, HELD = 0.3f;
/** Sequences in which gaps are filled, as a share of all. */
constexpr float GAPS = 0.4f;
/** Tokens before a gap ends by which it is judged what knowing what follows is worth. */
constexpr int JUDGED = 64;

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

static void write(const std::string& path, const float* w, const Layout& layout) {
  std::ofstream(path, std::ios::binary).write((const char*)w, layout.size * 4);
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

/** @param most the rate once it is warm */
static float rate_at(int step, int steps, float most) {
  const float done = (float)step / steps;
  const float falling = done < HELD ? 1 : std::max(LEAST_RATE, (1 - done) / (1 - HELD));
  return most * std::min(1.f, (step + 1.f) / WARM_UP_STEPS) * falling;
}

/** Bits a token of lessons. */
static double bits_of(const float* w, const Layout& layout, std::vector<Transformer>& threads, const std::vector<Lesson>& lessons) {
  const Scored scored = Scored::all(layout, w);
  double nats = 0;
  int count = 0;
#pragma omp parallel reduction(+ : nats, count)
  {
    begin_thread();
    Transformer& thread = threads[omp_get_thread_num()];
#pragma omp for schedule(dynamic)
    for (const Lesson& lesson : lessons) {
      thread.forward(w, lesson.tokens);
      nats += thread.loss(scored, lesson.next, nullptr, 1);
      for (uint16_t next : lesson.next) count += next != NONE;
    }
  }
  return nats / count / M_LN2;
}

/** The ends of texts, from the same places with and without what follows. */
static std::vector<Lesson> gaps_in(const Tokens& tokens, const Signs& signs, int count, bool with_following) {
  std::vector<Lesson> lessons;
  for (int i = 0; i < count; i++) {
    const size_t from = i * ((tokens.size() - LENGTH) / count);
    const Passage passage = passage_at(tokens, signs, from, MOST_TEXT * 3 / 4);
    Lesson lesson;
    show(lesson, tokens, signs, passage, with_following);
    for (int t = 0; t < lesson.length - 1 - JUDGED; t++) lesson.next[t] = NONE;
    lesson.finish();
    lessons.push_back(lesson);
  }
  return lessons;
}

static std::vector<Lesson> plain_in(const Tokens& tokens, int count) {
  std::vector<Lesson> lessons;
  for (int i = 0; i < count; i++) {
    Lesson lesson;
    const size_t from = i * ((tokens.size() - LENGTH) / count);
    for (size_t at = from; at < from + LENGTH; at++) lesson.add(tokens[at], true);
    lesson.finish();
    lessons.push_back(lesson);
  }
  return lessons;
}

/** Prints bits a token of what was held out. */
static void report(const float* w, const Layout& layout, const Tokens& tokens, const Signs& signs, std::vector<Transformer>& threads) {
  const auto bits = [&](const std::vector<Lesson>& lessons) { return bits_of(w, layout, threads, lessons); };
  printf("held out: %.3f bits a token; in gaps %.3f, and %.3f told what follows\n", bits(plain_in(tokens, 200)), bits(gaps_in(tokens, signs, 200, false)), bits(gaps_in(tokens, signs, 200, true)));
  fflush(stdout);
}

/** Weights to go on from; layers that they do not have pass on what they are given. */
static void go_on(float* w, const Layout& layout, const std::vector<float>& known) {
  int layers = LAYERS;
  while (layers > 0 && Layout(layout.classes, layers).size != known.size()) layers--;
  if (layers == 0) fail("known.bin has not as many weights as the network.");
  std::copy(known.begin(), known.end(), w);
  for (int l = layers; l < LAYERS; l++) {
    std::fill(w + layout.layers[l].gather, w + layout.layers[l].gather + WIDTH * WIDTH, 0.f);
    std::fill(w + layout.layers[l].narrow, w + layout.layers[l].narrow + INNER * WIDTH, 0.f);
  }
}

static void train(const std::string& folder, int words, int steps, bool goes_on, int thread_count) {
  const Tokens taught = read<uint16_t>(folder + "/taught.bin"), held_out = read<uint16_t>(folder + "/held-out.bin");
  const Layout layout(words + SHARED_CLASSES);
  const Signs signs(read<uint16_t>(folder + "/signs.bin"), layout.classes);
  // Who goes on shall not read the same places first once more.
  std::mt19937 random(goes_on ? std::random_device{}() : 1);
  float* w = numbers(layout.size);
  begin(w, layout, random);
  if (goes_on) {
    go_on(w, layout, read<float>(folder + "/known.bin"));
    write(folder + "/start.bin", w, layout);
  }
  const float most_rate = goes_on ? RATE_ON : RATE;
  std::vector<Transformer> threads;
  threads.reserve(thread_count);
  for (int i = 0; i < thread_count; i++) threads.emplace_back(layout);
  std::vector<float*> blames;
  for (int i = 0; i < thread_count; i++) blames.push_back(numbers(layout.size));
  Optimizer optimizer(layout, thread_count);
  ClassSample sample(layout, thread_count);
  Lessons lessons(taught, signs, GAPS, random);
  const auto start = std::chrono::steady_clock::now();
  if (goes_on) report(w, layout, held_out, signs, threads);
  double nats = 0;
  int counted = 0;
  for (int step = 0; step < steps; step++) {
    Lesson batch[SEQUENCES_A_STEP];
    std::vector<uint8_t> comes(layout.classes, 0);
    int count = 0;
    for (Lesson& lesson : batch) {
      lesson = lessons.next();
      for (uint16_t next : lesson.next)
        if (next != NONE) comes[next] = 1, count++;
    }
    const Scored& scored = sample.choose(w, comes);
#pragma omp parallel reduction(+ : nats)
    {
      begin_thread();
      Transformer& thread = threads[omp_get_thread_num()];
      float* d = blames[omp_get_thread_num()];
      memset(d, 0, layout.size * 4);
#pragma omp for schedule(dynamic)
      for (int s = 0; s < SEQUENCES_A_STEP; s++) {
        thread.forward(w, batch[s].tokens);
        nats += thread.loss(scored, batch[s].next, &sample.blame_of(omp_get_thread_num()), 1.f / count);
        thread.backward(w, batch[s].tokens, d);
      }
    }
    counted += count;
    for (int i = 1; i < thread_count; i++)
      for (size_t k = 0; k < layout.size; k++) blames[0][k] += blames[i][k];
    sample.spread(blames[0]);
    optimizer.step(w, blames[0], rate_at(step, steps, most_rate));
    if ((step + 1) % STEPS_A_REPORT == 0 || step + 1 == steps) {
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      printf("step %d of %d after %.0f s: %.3f bits a token lately\n", step + 1, steps, seconds, nats / counted / M_LN2);
      nats = counted = 0;
      report(w, layout, held_out, signs, threads);
      write(folder + "/weights.bin", w, layout);
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
    transformer.forward(w, tokens.data());
    Scored::Blame blame = {gradients + layout.embedding, gradients + layout.output_bias};
    return transformer.loss(Scored::all(layout, w), tokens.data() + 1, gradients ? &blame : nullptr, 1);
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
  train(folder, atoi(words[2]), atoi(words[3]), goes_on, omp_get_max_threads());
}
