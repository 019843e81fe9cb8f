;; The arithmetic of teaching that is not products of matrices, of 32-bit numbers in a memory that the caller lays out:
;; four at a time. Addresses are in bytes, counts in numbers and multiples of 4.
(module
  (import "network" "memory" (memory 1))

  ;; Makes shares of n scores, each times a factor and with a bias: their exponentials, which add up to `whole`.
  ;; As in kernels.wat, but below e^-80 of the greatest a share is 0, lest products of it are denormal, which is slow.
  (func (export "soften") (param $row i32) (param $bias i32) (param $factor f32) (param $whole f32) (param $n i32)
    (local $at i32) (local $left i32) (local $most v128) (local $x v128) (local $w v128)
    (local $f v128) (local $sum v128)
    (local.set $f (f32x4.splat (local.get $factor)))
    (local.set $most (f32x4.splat (f32.const -1e30)))
    (local.set $at (local.get $row))
    (local.set $left (local.get $n))
    (loop $each
      (local.set $x (f32x4.add (f32x4.mul (v128.load (local.get $at)) (local.get $f)) (v128.load (local.get $bias))))
      (v128.store (local.get $at) (local.get $x))
      (local.set $most (f32x4.max (local.get $most) (local.get $x)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $bias (i32.add (local.get $bias) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0))))
    (local.set $most (f32x4.splat (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
      (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most))))))
    (local.set $at (local.get $row))
    (local.set $left (local.get $n))
    (loop $each
      (local.set $f (f32x4.sub (v128.load (local.get $at)) (local.get $most)))
      (local.set $x (f32x4.mul (f32x4.splat (f32.const 1.4426950408889634))
        (f32x4.max (f32x4.splat (f32.const -80)) (local.get $f))))
      (local.set $w (f32x4.nearest (local.get $x)))
      (local.set $x (f32x4.sub (local.get $x) (local.get $w)))
      (local.set $x (v128.and (f32x4.gt (local.get $f) (f32x4.splat (f32.const -80))) (f32x4.mul
        (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $w)) (i32x4.splat (i32.const 127))) (i32.const 23))
        (f32x4.add (f32x4.splat (f32.const 1)) (f32x4.mul (local.get $x)
          (f32x4.add (f32x4.splat (f32.const 0.693147182)) (f32x4.mul (local.get $x)
            (f32x4.add (f32x4.splat (f32.const 0.240226507)) (f32x4.mul (local.get $x)
              (f32x4.add (f32x4.splat (f32.const 0.0555041087)) (f32x4.mul (local.get $x)
                (f32x4.add (f32x4.splat (f32.const 0.00961812911)) (f32x4.mul (local.get $x)
                  (f32x4.splat (f32.const 0.00133335581)))))))))))))))
      (v128.store (local.get $at) (local.get $x))
      (local.set $sum (f32x4.add (local.get $sum) (local.get $x)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0))))
    (local.set $f (f32x4.splat (f32.div (local.get $whole) (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))))
    (local.set $at (local.get $row))
    (local.set $left (local.get $n))
    (loop $each
      (v128.store (local.get $at) (f32x4.mul (v128.load (local.get $at)) (local.get $f)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0)))))

  ;; Turns gradients d of n shares that add up to 1 into those of the scores before bias and factor; adds those of the
  ;; bias.
  (func (export "softenBack") (param $shares i32) (param $d i32) (param $d_bias i32) (param $factor f32) (param $n i32)
    (local $share_at i32) (local $d_at i32) (local $left i32) (local $along v128) (local $f v128) (local $x v128)
    (local.set $share_at (local.get $shares))
    (local.set $d_at (local.get $d))
    (local.set $left (local.get $n))
    (loop $each
      (local.set $along (f32x4.relaxed_madd
        (v128.load (local.get $share_at)) (v128.load (local.get $d_at)) (local.get $along)))
      (local.set $share_at (i32.add (local.get $share_at) (i32.const 16)))
      (local.set $d_at (i32.add (local.get $d_at) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0))))
    (local.set $along (f32x4.splat (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $along)) (f32x4.extract_lane 1 (local.get $along)))
      (f32.add (f32x4.extract_lane 2 (local.get $along)) (f32x4.extract_lane 3 (local.get $along))))))
    (local.set $f (f32x4.splat (local.get $factor)))
    (local.set $left (local.get $n))
    (loop $each
      (local.set $x (f32x4.mul (v128.load (local.get $shares))
        (f32x4.sub (v128.load (local.get $d)) (local.get $along))))
      (v128.store (local.get $d_bias) (f32x4.add (v128.load (local.get $d_bias)) (local.get $x)))
      (v128.store (local.get $d) (f32x4.mul (local.get $x) (local.get $f)))
      (local.set $shares (i32.add (local.get $shares) (i32.const 16)))
      (local.set $d (i32.add (local.get $d) (i32.const 16)))
      (local.set $d_bias (i32.add (local.get $d_bias) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0)))))

  ;; Adds n products of two numbers.
  (func (export "addProducts") (param $to i32) (param $a i32) (param $b i32) (param $left i32)
    (loop $each
      (v128.store (local.get $to) (f32x4.relaxed_madd
        (v128.load (local.get $a)) (v128.load (local.get $b)) (v128.load (local.get $to))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0)))))

  ;; n numbers times a factor, and others times another.
  (func (export "blend") (param $to i32) (param $from i32) (param $own f32) (param $other f32) (param $left i32)
    (loop $each
      (v128.store (local.get $to) (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $own)) (v128.load (local.get $to)))
        (f32x4.mul (f32x4.splat (local.get $other)) (v128.load (local.get $from)))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0)))))

  ;; Divides n numbers by their root mean square, and multiplies each by its gain.
  (func (export "norm") (param $x i32) (param $gain i32) (param $to i32) (param $n i32)
    (local $at i32) (local $left i32) (local $squares v128) (local $scale v128)
    (local.set $at (local.get $x))
    (local.set $left (local.get $n))
    (loop $each
      (local.set $squares (f32x4.relaxed_madd
        (v128.load (local.get $at)) (v128.load (local.get $at)) (local.get $squares)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0))))
    (local.set $scale (f32x4.splat (f32.div (f32.const 1) (f32.sqrt (f32.add (f32.const 1e-5)
      (f32.div (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $squares)) (f32x4.extract_lane 1 (local.get $squares)))
      (f32.add (f32x4.extract_lane 2 (local.get $squares)) (f32x4.extract_lane 3 (local.get $squares))))
      (f32.convert_i32_u (local.get $n))))))))
    (local.set $left (local.get $n))
    (loop $each
      (v128.store (local.get $to) (f32x4.mul (v128.load (local.get $gain))
        (f32x4.mul (local.get $scale) (v128.load (local.get $x)))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $gain (i32.add (local.get $gain) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0)))))

  ;; Adds to the gradients of x and of the gains what those of normed numbers, `d`, make of them.
  (func (export "normBack") (param $x i32) (param $gain i32) (param $d i32) (param $d_x i32) (param $d_gain i32)
      (param $n i32)
    (local $x_at i32) (local $gain_at i32) (local $d_at i32) (local $left i32) (local $squares v128) (local $along v128)
    (local $scale f32) (local $v v128) (local $times v128)
    (local.set $x_at (local.get $x))
    (local.set $gain_at (local.get $gain))
    (local.set $d_at (local.get $d))
    (local.set $left (local.get $n))
    (loop $each
      (local.set $v (v128.load (local.get $x_at)))
      (local.set $squares (f32x4.relaxed_madd (local.get $v) (local.get $v) (local.get $squares)))
      (local.set $along (f32x4.relaxed_madd (local.get $v)
        (f32x4.mul (v128.load (local.get $gain_at)) (v128.load (local.get $d_at))) (local.get $along)))
      (local.set $x_at (i32.add (local.get $x_at) (i32.const 16)))
      (local.set $gain_at (i32.add (local.get $gain_at) (i32.const 16)))
      (local.set $d_at (i32.add (local.get $d_at) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0))))
    (local.set $scale (f32.div (f32.const 1) (f32.sqrt (f32.add (f32.const 1e-5)
      (f32.div (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $squares)) (f32x4.extract_lane 1 (local.get $squares)))
      (f32.add (f32x4.extract_lane 2 (local.get $squares)) (f32x4.extract_lane 3 (local.get $squares))))
      (f32.convert_i32_u (local.get $n)))))))
    (local.set $times (f32x4.splat (local.get $scale)))
    (local.set $along (f32x4.splat (f32.mul
      (f32.div
        (f32.mul (local.get $scale) (f32.mul (local.get $scale) (local.get $scale)))
        (f32.convert_i32_u (local.get $n)))
      (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $along)) (f32x4.extract_lane 1 (local.get $along)))
      (f32.add (f32x4.extract_lane 2 (local.get $along)) (f32x4.extract_lane 3 (local.get $along)))))))
    (local.set $left (local.get $n))
    (loop $each
      (local.set $v (f32x4.mul (v128.load (local.get $d)) (local.get $times)))
      (v128.store (local.get $d_gain) (f32x4.add (v128.load (local.get $d_gain))
        (f32x4.mul (local.get $v) (v128.load (local.get $x)))))
      (v128.store (local.get $d_x) (f32x4.add (v128.load (local.get $d_x)) (f32x4.sub
        (f32x4.mul (local.get $v) (v128.load (local.get $gain)))
        (f32x4.mul (local.get $along) (v128.load (local.get $x))))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $gain (i32.add (local.get $gain) (i32.const 16)))
      (local.set $d (i32.add (local.get $d) (i32.const 16)))
      (local.set $d_x (i32.add (local.get $d_x) (i32.const 16)))
      (local.set $d_gain (i32.add (local.get $d_gain) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0)))))

  ;; What of n numbers and their biases is above 0, and its square.
  (func (export "square") (param $x i32) (param $bias i32) (param $to i32) (param $left i32)
    (local $v v128)
    (loop $each
      (local.set $v (f32x4.max (f32x4.splat (f32.const 0))
        (f32x4.add (v128.load (local.get $x)) (v128.load (local.get $bias)))))
      (v128.store (local.get $x) (local.get $v))
      (v128.store (local.get $to) (f32x4.mul (local.get $v) (local.get $v)))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $bias (i32.add (local.get $bias) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0)))))

  ;; Turns gradients d of n squares into those of what was squared; adds those of the biases.
  (func (export "squareBack") (param $x i32) (param $d i32) (param $d_bias i32) (param $left i32)
    (local $v v128)
    (loop $each
      (local.set $v (v128.load (local.get $x)))
      (local.set $v (f32x4.mul (v128.load (local.get $d)) (f32x4.add (local.get $v) (local.get $v))))
      (v128.store (local.get $d) (local.get $v))
      (v128.store (local.get $d_bias) (f32x4.add (v128.load (local.get $d_bias)) (local.get $v)))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $d (i32.add (local.get $d) (i32.const 16)))
      (local.set $d_bias (i32.add (local.get $d_bias) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0)))))

  ;; AdamW: n weights w by their gradients d times `cut`. `rate` and `second_scale` have the moments' start in them.
  (func (export "adam") (param $w i32) (param $d i32) (param $first i32) (param $second i32) (param $cut f32)
      (param $first_beta f32) (param $second_beta f32) (param $rate f32) (param $second_scale f32) (param $kept f32)
      (param $left i32)
    (local $v v128) (local $m v128) (local $s v128)
    (loop $each
      (local.set $v (f32x4.mul (v128.load (local.get $d)) (f32x4.splat (local.get $cut))))
      (local.set $m (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $first_beta)) (v128.load (local.get $first)))
        (f32x4.mul (f32x4.splat (f32.sub (f32.const 1) (local.get $first_beta))) (local.get $v))))
      (local.set $s (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $second_beta)) (v128.load (local.get $second)))
        (f32x4.mul (f32x4.splat (f32.sub (f32.const 1) (local.get $second_beta)))
          (f32x4.mul (local.get $v) (local.get $v)))))
      (v128.store (local.get $first) (local.get $m))
      (v128.store (local.get $second) (local.get $s))
      (v128.store (local.get $w) (f32x4.sub
        (f32x4.mul (f32x4.splat (local.get $kept)) (v128.load (local.get $w)))
        (f32x4.div
          (f32x4.mul (f32x4.splat (local.get $rate)) (local.get $m))
          (f32x4.add (f32x4.splat (f32.const 1e-8))
            (f32x4.sqrt (f32x4.mul (f32x4.splat (local.get $second_scale)) (local.get $s)))))))
      (local.set $w (i32.add (local.get $w) (i32.const 16)))
      (local.set $d (i32.add (local.get $d) (i32.const 16)))
      (local.set $first (i32.add (local.get $first) (i32.const 16)))
      (local.set $second (i32.add (local.get $second) (i32.const 16)))
      (br_if $each (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 4))) (i32.const 0))))))
