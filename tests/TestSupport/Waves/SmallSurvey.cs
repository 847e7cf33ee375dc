using System.Text;

using SurveyEngine.Waves;

using Surveys.DefinitionFiles;
using Surveys.Definitions;

namespace TestSupport.Waves;

/// <summary>Every kind of item once, in two languages, one of them in Arabic letters.</summary>
public static class SmallSurvey
{
    public const string Overall = "overall";
    public const string Welcome = "welcome";

    /// <param name="second">The tag beside <c>en</c>.</param>
    public static Stored<SurveyVersion> Read(Audience audience = Audience.Family, string second = "ar")
    {
        var json = Encoding.UTF8.GetBytes(Json
            .Replace("AUDIENCE", audience.ToString().ToLowerInvariant(), StringComparison.Ordinal)
            .Replace("\"ar\"", $"\"{second}\"", StringComparison.Ordinal));
        var reading = SurveyReader.Read(json);
        return new Stored<SurveyVersion>(
            reading.Value ?? throw new InvalidOperationException(string.Join('\n', reading.Problems)), json);
    }

    private const string Json = """
        {
          "format": 1, "id": "small", "version": 1, "audience": "AUDIENCE", "languages": ["en", "ar"],
          "title": {"en": "A small survey", "ar": "استبيان صغير"},
          "scales": [
            {"id": "view5", "options": [
              {"id": "very-favorable", "class": "favorable", "text": {"en": "Very favorable", "ar": "إيجابي جدًا"}},
              {"id": "favorable", "class": "favorable", "text": {"en": "Favorable", "ar": "إيجابي"}},
              {"id": "neither", "class": "neutral", "text": {"en": "Neither", "ar": "محايد"}},
              {"id": "unfavorable", "class": "unfavorable", "text": {"en": "Unfavorable", "ar": "سلبي"}},
              {"id": "very-unfavorable", "class": "unfavorable", "text": {"en": "Very unfavorable", "ar": "سلبي جدًا"}},
              {"id": "dont-know", "class": "excluded", "text": {"en": "Don't know", "ar": "لا أعرف"}}]},
            {"id": "agree4", "options": [
              {"id": "strongly-agree", "class": "favorable", "text": {"en": "Strongly agree", "ar": "أوافق بشدة"}},
              {"id": "agree", "class": "favorable", "text": {"en": "Agree", "ar": "أوافق"}},
              {"id": "disagree", "class": "unfavorable", "text": {"en": "Disagree", "ar": "لا أوافق"}},
              {"id": "strongly-disagree", "class": "unfavorable", "text": {"en": "Strongly disagree", "ar": "لا أوافق بشدة"}}]}
          ],
          "topics": [{"id": "belonging", "text": {"en": "Belonging", "ar": "الانتماء"}}],
          "items": [
            {"id": "overall", "kind": "scale", "scale": "view5", "headline": true, "required": true,
             "text": {"en": "Your view of the school?", "ar": "ما رأيك في المدرسة؟"}},
            {"id": "welcome", "kind": "scale", "scale": "agree4", "topic": "belonging",
             "text": {"en": "I feel welcome.", "ar": "أشعر بالترحيب."}},
            {"id": "left-out", "kind": "scale", "scale": "agree4", "topic": "belonging", "reversed": true,
             "text": {"en": "I feel left out.", "ar": "أشعر بالإقصاء."}},
            {"id": "home-language", "kind": "single", "group": true,
             "text": {"en": "Which language do you speak at home?", "ar": "ما اللغة التي تتحدثونها في البيت؟"},
             "options": [
               {"id": "english", "text": {"en": "English", "ar": "الإنجليزية"}},
               {"id": "arabic", "text": {"en": "Arabic", "ar": "العربية"}}]},
            {"id": "ways", "kind": "multiple", "text": {"en": "How do you hear from us?", "ar": "كيف تصلك أخبارنا؟"},
             "options": [
               {"id": "letter", "text": {"en": "Letter", "ar": "رسالة"}},
               {"id": "phone", "text": {"en": "Phone", "ar": "هاتف"}}]},
            {"id": "used-interpreter", "kind": "single", "text": {"en": "Did you use an interpreter?", "ar": "هل استعنت بمترجم؟"},
             "options": [
               {"id": "yes", "text": {"en": "Yes", "ar": "نعم"}},
               {"id": "no", "text": {"en": "No", "ar": "لا"}}]},
            {"id": "interpreter", "kind": "scale", "scale": "agree4", "topic": "belonging",
             "showIf": {"item": "used-interpreter", "anyOf": ["yes"]},
             "text": {"en": "The interpreter helped.", "ar": "ساعدني المترجم."}},
            {"id": "recommend", "kind": "number", "text": {"en": "Would you recommend us?", "ar": "هل توصي بنا؟"}},
            {"id": "more", "kind": "comment", "maxLength": 500, "text": {"en": "Anything else?", "ar": "هل من شيء آخر؟"}}
          ]
        }
        """;
}
