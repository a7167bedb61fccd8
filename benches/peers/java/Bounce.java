// Balls of three kinds that move through a box: some bounce off its walls, some also fall, some leave at one side and come
// back at the other. After the idea of the Bounce benchmark of Are We Fast Yet (Marr, Daloze and Mössenböck, 2016).

import java.util.ArrayList;
import java.util.List;

final class Bounce {
    static final int BALLS = 100;
    static final int SIDE = 500;

    static final class Motion {
        int x;
        int y;
        int dx;
        int dy;

        Motion(Harness.Random random) {
            x = random.below(SIDE);
            y = random.below(SIDE);
            dx = random.below(300) - 150;
            dy = random.below(300) - 150;
        }

        void advance() {
            x += dx;
            y += dy;
        }

        // Turns around at the walls, and says whether there was one.
        boolean reflect() {
            boolean hit = false;
            if (x > SIDE) {
                x = SIDE;
                dx = -Math.abs(dx);
                hit = true;
            }
            if (x < 0) {
                x = 0;
                dx = Math.abs(dx);
                hit = true;
            }
            if (y > SIDE) {
                y = SIDE;
                dy = -Math.abs(dy);
                hit = true;
            }
            if (y < 0) {
                y = 0;
                dy = Math.abs(dy);
                hit = true;
            }
            return hit;
        }
    }

    interface Ball {
        // Moves on, and says whether the ball met a side of the box.
        boolean step();

        int place();
    }

    static final class BouncingBall implements Ball {
        final Motion motion;

        BouncingBall(Motion motion) {
            this.motion = motion;
        }

        @Override
        public boolean step() {
            motion.advance();
            return motion.reflect();
        }

        @Override
        public int place() {
            return motion.x * SIDE + motion.y;
        }
    }

    static final class FallingBall implements Ball {
        final Motion motion;
        final int gravity;

        FallingBall(Motion motion, int gravity) {
            this.motion = motion;
            this.gravity = gravity;
        }

        @Override
        public boolean step() {
            motion.dy += gravity;
            motion.advance();
            return motion.reflect();
        }

        @Override
        public int place() {
            return motion.x * SIDE + motion.y;
        }
    }

    static final class WrappingBall implements Ball {
        final Motion motion;
        int laps = 0;

        WrappingBall(Motion motion) {
            this.motion = motion;
        }

        @Override
        public boolean step() {
            motion.advance();
            if (motion.x >= 0 && motion.x < SIDE && motion.y >= 0 && motion.y < SIDE) {
                return false;
            }
            motion.x = (motion.x + SIDE) % SIDE;
            motion.y = (motion.y + SIDE) % SIDE;
            laps += 1;
            return true;
        }

        @Override
        public int place() {
            return motion.x * SIDE + motion.y + laps;
        }
    }

    static long work(int n) {
        Harness.Random random = new Harness.Random(74755);
        List<Ball> balls = new ArrayList<>();
        for (int i = 0; i < BALLS; i++) {
            Motion motion = new Motion(random);
            switch (i % 3) {
                case 0 -> balls.add(new BouncingBall(motion));
                case 1 -> balls.add(new FallingBall(motion, random.below(5) + 1));
                default -> balls.add(new WrappingBall(motion));
            }
        }
        long hits = 0;
        for (int i = 0; i < n; i++) {
            for (Ball ball : balls) {
                if (ball.step()) {
                    hits += 1;
                }
            }
        }
        long places = 0;
        for (Ball ball : balls) {
            places += ball.place();
        }
        return hits * 100 + places % 100;
    }

    public static void main(String[] args) {
        Harness.run(args, Bounce::work);
    }
}
