import { Alert, Button, Card, Form, Input } from "antd";
import { useState } from "react";
import { type Staff, signIn } from "./api";
import { strings } from "./strings";

interface Fields {
  name: string;
  password: string;
}

/** The sign-in of staff. */
export function SignIn({ notice, done }: { notice: string; done(staff: Staff): void }) {
  const [problem, setProblem] = useState(notice);
  const [busy, setBusy] = useState(false);
  const words = strings.signIn;

  const submit = async ({ name, password }: Fields) => {
    setBusy(true);
    setProblem("");
    try {
      done(await signIn(name.trim(), password));
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
    }
  };

  return (
    <main className="signin">
      <Card className="signin-card">
        <h1>{strings.product}</h1>
        <p className="soft">{strings.subtitle}</p>
        {problem && <Alert type="error" title={problem} showIcon role="alert" />}
        <Form<Fields> layout="vertical" requiredMark={false} onFinish={(f) => void submit(f)}>
          <Form.Item label={words.name} name="name" rules={[{ required: true, whitespace: true, message: words.nameMissing }]}>
            <Input autoComplete="username" autoFocus maxLength={64} />
          </Form.Item>
          <Form.Item label={words.password} name="password" rules={[{ required: true, message: words.passwordMissing }]}>
            <Input.Password autoComplete="current-password" maxLength={128} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>
            {words.submit}
          </Button>
        </Form>
      </Card>
    </main>
  );
}
